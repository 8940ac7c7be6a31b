SELECT count(*) FROM (
    SELECT customer FROM events WHERE name = $view AND at_us <= $as_of AND device IN ('mobile', 'desktop')
    GROUP BY customer HAVING count(DISTINCT device) = 2)
