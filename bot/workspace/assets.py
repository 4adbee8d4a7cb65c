"""The page's files, read once: a browser asks for some sixty of them, and the page should stand within a second."""

import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

PAGE = Path(__file__).parent / "page"
INDEX, TOGETHER = "index.html", "together.html"


def routes() -> list[BaseRoute]:
    """Return the routes of the page: `/`, several people at `/together`, and everything below `/page/`."""
    files = {path.relative_to(PAGE).as_posix(): _response(path) for path in PAGE.rglob("*") if path.is_file()}

    async def index(_request: Request) -> Response:
        return files[INDEX]

    async def together(_request: Request) -> Response:
        return files[TOGETHER]

    async def file(request: Request) -> Response:
        return files.get(request.path_params["path"]) or PlainTextResponse("There is no such file.", 404)

    return [Route("/", index), Route("/together", together), Route("/page/{path:path}", file)]


def _response(path: Path) -> Response:
    kind, _ = mimetypes.guess_type(path.name)
    return Response(path.read_bytes(), media_type=kind, headers={"cache-control": "no-cache"})
