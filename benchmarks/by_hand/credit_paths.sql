-- The touches of the 90 days before the first order, or before the last touch of who has not ordered.
CREATE OR REPLACE TEMP TABLE path AS
WITH orders AS (SELECT customer, min(at_us) AS end_us FROM events WHERE name = $pay GROUP BY customer),
touches AS (SELECT customer, channel, at_us, event_id FROM events WHERE name <> $pay),
ends AS (
    SELECT customer, end_us, true AS converted FROM orders
    UNION ALL
    SELECT customer, max(at_us), false FROM touches ANTI JOIN orders USING (customer) GROUP BY customer)
SELECT customer, channel, converted, row_number() OVER in_order AS place, lead(channel) OVER in_order AS next,
       count(*) OVER (PARTITION BY customer) AS length
FROM touches JOIN ends USING (customer)
WHERE at_us BETWEEN end_us - 90 * 86400000000 AND end_us
WINDOW in_order AS (PARTITION BY customer ORDER BY at_us, event_id)
