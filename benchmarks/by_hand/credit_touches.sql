SELECT channel, count(*) FILTER (converted AND place = 1), count(*) FILTER (converted AND place = length),
       sum(1 / length) FILTER (converted)
FROM path GROUP BY channel ORDER BY channel
