WITH latest AS (
    SELECT customer, name, standing FROM events JOIN people USING (customer) WHERE standing <> 'open'
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY at_us DESC, event_id DESC) <= 3)
SELECT title, count(DISTINCT customer) FILTER (standing = 'left'), count(DISTINCT customer) FILTER (standing = 'stayed')
FROM latest JOIN names USING (name) GROUP BY title ORDER BY title
