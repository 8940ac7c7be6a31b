-- Channels of the 90 days before the first order, or before the last touch of who has not ordered; equal ones together.
WITH orders AS (SELECT customer, min(at_us) AS end_us FROM events WHERE name = $pay GROUP BY customer),
touches AS (SELECT customer, channel, at_us, event_id FROM events WHERE name <> $pay),
ends AS (
    SELECT customer, end_us, true AS converted FROM orders
    UNION ALL
    SELECT customer, max(at_us), false FROM touches ANTI JOIN orders USING (customer) GROUP BY customer),
paths AS (
    SELECT customer, converted, string_agg(channel, ' > ' ORDER BY at_us, event_id) AS path
    FROM touches JOIN ends USING (customer)
    WHERE at_us BETWEEN end_us - 90 * 86400000000 AND end_us GROUP BY ALL)
SELECT path, count(*) FILTER (converted) AS conversions, count(*) FILTER (NOT converted) AS nulls
FROM paths GROUP BY path ORDER BY path
