-- Every event is a visit of a stage, of which each has its place in the order that is drawn.
CREATE OR REPLACE TEMP TABLE stop AS
WITH placed AS (
    SELECT name, stage, step FROM names JOIN (VALUES
        ('Products Searched', 'Look', 1), ('Product List Viewed', 'Look', 1), ('Product Viewed', 'Look', 1),
        ('Product Added', 'Choose', 2), ('Cart Viewed', 'Choose', 2), ('Checkout Started', 'Buy', 3),
        ('Payment Info Entered', 'Buy', 3), ('Order Completed', 'Buy', 3), ('Product Reviewed', 'Stay', 4),
        ('Order Refunded', 'Stay', 4), ('Email Opened', 'Stay', 4), ('Support Contacted', 'Stay', 4))
        AS t(title, stage, step) USING (title))
SELECT customer, at_us, event_id, name, stage, step, lag(step) OVER in_order AS before, lead(step) OVER in_order AS next,
       lead(stage) OVER in_order AS next_stage
FROM events JOIN placed USING (name) WINDOW in_order AS (PARTITION BY customer ORDER BY at_us, event_id)
