SELECT channel, at_us >= $recent AS now, count(*), count(DISTINCT customer)
FROM events WHERE at_us BETWEEN $earlier AND $as_of GROUP BY GROUPING SETS ((now), (channel, now))
ORDER BY channel NULLS FIRST, now DESC
