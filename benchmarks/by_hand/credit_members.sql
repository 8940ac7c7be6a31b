WITH once AS (
    SELECT channel, converted, count(*) OVER (PARTITION BY customer) AS different
    FROM path GROUP BY customer, channel, converted)
SELECT channel, count(*) FILTER (converted), count(*) FILTER (converted AND different = 1),
       count(*) FILTER (NOT converted)
FROM once GROUP BY channel ORDER BY channel
