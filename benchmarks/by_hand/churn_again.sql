WITH buyers AS (
    SELECT count(*) AS orders FROM events SEMI JOIN (FROM people WHERE standing <> 'open') USING (customer)
    WHERE revenue > 0 AND name <> $refund GROUP BY customer)
SELECT count(*), count(*) FILTER (orders > 1) FROM buyers
