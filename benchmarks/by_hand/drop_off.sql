WITH entries AS (SELECT customer, at_us AS t1 FROM events WHERE name = $view AND at_us <= $as_of),
second AS (
    SELECT entries.customer, t1, CASE WHEN at_us - t1 <= $window THEN at_us END AS t2
    FROM entries ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $cart) AS step
    ON entries.customer = step.customer AND entries.t1 <= step.at_us),
third AS (
    SELECT second.customer, t1, t2, CASE WHEN at_us - t1 <= $window THEN at_us END AS t3
    FROM second ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $checkout) AS step
    ON second.customer = step.customer AND second.t2 <= step.at_us),
fourth AS (
    SELECT third.customer, t1, t2, t3, CASE WHEN at_us - t1 <= $window THEN at_us END AS t4
    FROM third ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $pay) AS step
    ON third.customer = step.customer AND third.t3 <= step.at_us),
ways AS (
    SELECT customer, t1 + $window <= $as_of AS closed,
           1 + (t2 IS NOT NULL)::INT + (t3 IS NOT NULL)::INT + (t4 IS NOT NULL)::INT AS level, t1, t2, t3, t4
    FROM fourth),
earliest AS (
    SELECT customer, closed, level, min(t1) AS t1, min(t2) AS t2, min(t3) AS t3, min(t4) AS t4
    FROM ways GROUP BY customer, closed, level),
best AS (
    SELECT * FROM earliest
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY closed DESC, level DESC, t1) = 1)
SELECT count(*) FILTER (closed), count(*) FILTER (closed AND level >= 2), count(*) FILTER (closed AND level >= 3),
       count(*) FILTER (closed AND level >= 4),
       count(*) FILTER (NOT closed), count(*) FILTER (NOT closed AND level >= 2),
       count(*) FILTER (NOT closed AND level >= 3), count(*) FILTER (NOT closed AND level >= 4),
       median(t2 - t1) FILTER (closed), median(t3 - t2) FILTER (closed), median(t4 - t3) FILTER (closed) FROM best
