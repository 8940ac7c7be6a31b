WITH entries AS (SELECT customer, min(at_us) AS t1 FROM events WHERE name = $view GROUP BY customer),
ways AS (
    SELECT entries.customer, t1, step.at_us AS t2
    FROM entries ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $pay) AS step
    ON entries.customer = step.customer AND entries.t1 <= step.at_us),
visits AS (
    SELECT count(*) AS visits FROM events JOIN ways USING (customer) WHERE at_us BETWEEN t1 AND t2 GROUP BY customer)
SELECT count(t2), count(*) FILTER (t2 IS NULL), round(quantile_cont(t2 - t1, 0.25) / 1000)::BIGINT,
       round(quantile_cont(t2 - t1, 0.5) / 1000)::BIGINT, round(quantile_cont(t2 - t1, 0.75) / 1000)::BIGINT,
       round(quantile_cont(t2 - t1, 0.9) / 1000)::BIGINT, round(avg(t2 - t1) / 1000)::BIGINT,
       (SELECT median(visits) FROM visits)
FROM ways
