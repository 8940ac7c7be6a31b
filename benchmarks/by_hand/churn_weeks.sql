SELECT (until - t0) // $week, count(*) FILTER (standing = 'left'), count(*) FILTER (standing = 'stayed'),
       count(*) FILTER (standing = 'open')
FROM people GROUP BY 1 ORDER BY 1
