WITH begun AS (SELECT customer, min(at_us) AS t0 FROM events WHERE revenue > 0 AND product = $first GROUP BY customer),
later AS (SELECT customer, at_us FROM events WHERE revenue > 0 AND product = $second),
ways AS (
    SELECT t0, min(at_us) - t0 AS took
    FROM begun LEFT JOIN later ON begun.customer = later.customer AND at_us >= t0 GROUP BY begun.customer, t0)
SELECT count(*), count(*) FILTER (took <= $window), count(*) FILTER (took = 0),
       round(quantile_cont(took, 0.25) FILTER (took <= $window) / 1000)::BIGINT,
       round(quantile_cont(took, 0.5) FILTER (took <= $window) / 1000)::BIGINT,
       round(quantile_cont(took, 0.75) FILTER (took <= $window) / 1000)::BIGINT
FROM ways WHERE t0 + $window <= $as_of
