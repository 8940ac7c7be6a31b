WITH nexts AS (
    SELECT customer, at_us, product, lead(product) OVER in_order AS next, lead(at_us) OVER in_order AS next_us
    FROM events WHERE revenue > 0 AND product IS NOT NULL
    WINDOW in_order AS (PARTITION BY customer ORDER BY at_us, event_id))
SELECT product, next, count(DISTINCT customer) AS customers, round(median(next_us - at_us) / 1000)::BIGINT
FROM nexts WHERE product <> next GROUP BY ALL ORDER BY customers DESC, product, next LIMIT 10
