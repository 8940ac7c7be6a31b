WITH marked AS (
    SELECT customer,
           bit_or(CASE name WHEN $view THEN 1 WHEN $cart THEN 2 WHEN $checkout THEN 4 WHEN $pay THEN 8 END) AS has
    FROM events WHERE name IN ($view, $cart, $checkout, $pay) GROUP BY customer)
SELECT count(*) FILTER (has & 1 = 0), count(*) FILTER (has & 2 = 0 AND has & 12 > 0),
       count(*) FILTER (has & 4 = 0 AND has & 8 > 0) FROM marked
