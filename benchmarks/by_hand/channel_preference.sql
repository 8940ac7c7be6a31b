WITH visits AS (
    SELECT customer, channel, lead(at_us) OVER (PARTITION BY customer ORDER BY at_us, event_id) - at_us AS gap
    FROM events WHERE at_us <= $as_of),
by_customer AS (
    SELECT channel, customer, count(*) AS visits, sum(gap) FILTER (gap <= 1800000000) AS gaps FROM visits GROUP BY ALL)
SELECT channel, count(*), (SELECT count(DISTINCT customer) FROM visits), sum(visits)::BIGINT,
       round(sum(gaps) / count(*) / 1000)::BIGINT
FROM by_customer GROUP BY channel ORDER BY channel
