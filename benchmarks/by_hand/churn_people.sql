CREATE OR REPLACE TEMP TABLE people AS
SELECT customer, t0, until, CASE WHEN t0 + $quiet > $as_of THEN 'open' WHEN $as_of - until > $quiet THEN 'left'
                                 ELSE 'stayed' END AS standing
FROM (SELECT customer, min(at_us) AS t0, max(at_us) AS until FROM events GROUP BY customer)
