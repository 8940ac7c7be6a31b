WITH ways AS (
    SELECT entry.customer, device, entry.at_us AS t1,
           CASE WHEN step.at_us - entry.at_us <= $window THEN step.at_us END AS t2
    FROM (SELECT customer, device, at_us FROM events
          WHERE name = $view AND at_us <= $as_of AND device IN ('mobile', 'desktop')) AS entry
    ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $pay) AS step
    ON entry.customer = step.customer AND entry.at_us <= step.at_us),
best AS (
    SELECT customer, device, max(CASE WHEN t1 + $window > $as_of THEN 0 WHEN t2 IS NULL THEN 1 ELSE 2 END) AS level
    FROM ways GROUP BY ALL)
SELECT device, count(*) FILTER (level > 0), count(*) FILTER (level = 2), count(*) FILTER (level = 0)
FROM best GROUP BY device ORDER BY device DESC
