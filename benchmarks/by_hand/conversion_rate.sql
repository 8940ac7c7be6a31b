WITH ways AS (
    SELECT entry.customer, entry.at_us AS t1, CASE WHEN step.at_us - entry.at_us <= $window THEN step.at_us END AS t2
    FROM (SELECT customer, at_us FROM events WHERE name = $view AND at_us <= $as_of) AS entry
    ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $pay) AS step
    ON entry.customer = step.customer AND entry.at_us <= step.at_us),
earliest AS (
    SELECT customer, t1 + $window <= $as_of AS closed, t2 IS NOT NULL AS converted, min(t1) AS t1, min(t2) AS t2
    FROM ways GROUP BY ALL),
best AS (
    SELECT * FROM earliest
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY closed DESC, converted DESC, t1) = 1)
SELECT count(*) FILTER (closed), count(*) FILTER (closed AND converted), count(*) FILTER (NOT closed),
       round(median(t2 - t1) FILTER (closed))::BIGINT
FROM best
