-- Every event is a visit of a stage; what was before, comes next, and after that.
CREATE OR REPLACE TEMP TABLE visit AS
WITH placed AS (
    SELECT name, title, stage FROM names JOIN (VALUES
        ('Products Searched', 'Look'), ('Product List Viewed', 'Look'), ('Product Viewed', 'Look'),
        ('Product Added', 'Choose'), ('Cart Viewed', 'Choose'), ('Checkout Started', 'Buy'),
        ('Payment Info Entered', 'Buy'), ('Order Completed', 'Buy'), ('Product Reviewed', 'Stay'),
        ('Order Refunded', 'Stay'), ('Email Opened', 'Stay'), ('Support Contacted', 'Stay')) AS t(title, stage)
    USING (title))
SELECT customer, at_us, event_id, title, stage, lag(title) OVER in_order AS before, lag(at_us) OVER in_order AS before_us,
       lead(stage) OVER in_order AS next_stage, lead(at_us) OVER in_order AS next_us, lead(title) OVER in_order AS next,
       lead(title, 2) OVER in_order AS second
FROM events JOIN placed USING (name) WINDOW in_order AS (PARTITION BY customer ORDER BY at_us, event_id)
