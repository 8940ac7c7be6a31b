SELECT channel, next, place = 1, count(*), count(*) FILTER (converted AND next IS NULL) FROM path GROUP BY ALL
