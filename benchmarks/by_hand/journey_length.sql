WITH entries AS (SELECT customer, min(at_us) AS t1 FROM events WHERE name = $view GROUP BY customer),
ways AS (
    SELECT entries.customer, t1, step.at_us AS t2
    FROM entries ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $pay) AS step
    ON entries.customer = step.customer AND entries.t1 <= step.at_us),
visits AS (
    SELECT count(*) AS visits FROM events JOIN ways USING (customer) WHERE at_us BETWEEN t1 AND t2 GROUP BY customer),
ends AS (
    SELECT coalesce(t2, $as_of) - t1 AS lasted, count(t2) AS done, count(*) AS gone FROM ways GROUP BY 1),
curve AS (
    SELECT lasted, done, sum(gone) OVER (ORDER BY lasted DESC) AS at_risk FROM ends),
shares AS (
    SELECT lasted, sum(CASE WHEN done < at_risk THEN ln((at_risk - done) / at_risk) ELSE -1e9 END)
                   OVER (ORDER BY lasted) AS share_ln
    FROM curve)
SELECT count(t2), count(*) FILTER (t2 IS NULL), round(quantile_cont(t2 - t1, 0.25) / 1000)::BIGINT,
       round(quantile_cont(t2 - t1, 0.5) / 1000)::BIGINT, round(quantile_cont(t2 - t1, 0.75) / 1000)::BIGINT,
       round(quantile_cont(t2 - t1, 0.9) / 1000)::BIGINT, round(avg(t2 - t1) / 1000)::BIGINT,
       (SELECT median(visits) FROM visits),
       (SELECT round(min(lasted) / 1000)::BIGINT FROM shares WHERE share_ln <= ln(0.5) + 1e-9)
FROM ways
