SELECT stage, next_stage, CASE WHEN next_stage IS NULL THEN count(*) FILTER (at_us + $window <= $as_of) ELSE count(*) END,
       round(median(next_us - at_us) / 1000)::BIGINT
FROM visit GROUP BY stage, next_stage ORDER BY stage, next_stage NULLS LAST
