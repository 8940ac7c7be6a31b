WITH ways AS (
    SELECT bool_and(before IS NULL OR before <= step) AS kept, max(step) FILTER (next IS NULL) AS last
    FROM stop GROUP BY customer)
SELECT count(*), count(*) FILTER (kept), count(*) FILTER (kept AND last = 4),
       (SELECT count(*) FROM stop), (SELECT count(DISTINCT name) FROM stop)
FROM ways
