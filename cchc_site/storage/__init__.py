"""What earlier builds left: folders, memory, the HTML of posts, the published site."""
