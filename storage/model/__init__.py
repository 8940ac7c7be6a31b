"""The domain model: frozen pydantic models that everybody shares. Imports pydantic and nothing of ours."""
