WITH firsts AS (SELECT customer, (min(at_us) - $monday) // $week AS week FROM events GROUP BY customer),
seen AS (
    SELECT DISTINCT customer, week, (at_us - $monday) // $week - week AS after FROM events JOIN firsts USING (customer))
SELECT week, after, count(*) FROM seen WHERE after <= 12 GROUP BY ALL
