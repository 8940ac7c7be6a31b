SELECT stage, count(DISTINCT customer) - count(*) FILTER (next_us IS NULL AND at_us + $window > $as_of),
       count(*) FILTER (next_us IS NULL AND at_us + $window <= $as_of)
FROM visit GROUP BY stage ORDER BY stage
