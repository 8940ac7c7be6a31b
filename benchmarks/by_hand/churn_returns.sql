WITH bought AS (
    SELECT customer, name, at_us, max(at_us) FILTER (revenue > 0) OVER (
        PARTITION BY customer ORDER BY at_us, event_id ROWS UNBOUNDED PRECEDING) AS since
    FROM events WHERE name = $refund OR revenue > 0)
SELECT count(*), count(DISTINCT customer), count(since), round(median(at_us - since) / 1000)::BIGINT
FROM bought WHERE name = $refund
