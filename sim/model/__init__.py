"""The park as frozen data: laws, activities, offices, firms, calendar."""
