"""The class report: what a class did, item by item, as one HTML page."""
