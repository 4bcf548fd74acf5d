"""The plugin that adds generated pages to a site made with MkDocs; only MkDocs imports it.

It stands in `mkdocs.yml` under the name `imaging-rules`. The pages are not in any folder: they are
made anew each time the site is built, so they say what the guideline files and the code say.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

from imaging_rules.document.site import guideline_pages, reference_pages
from imaging_rules.errors import ImagingRulesError
from imaging_rules.library.find import load
from imaging_rules.library.names import files_in

_IN_NAVIGATION = {
    reference_pages.INDEX_OF_CODES,
    reference_pages.GRAMMAR_PAGE,
    guideline_pages.INDEX,
    guideline_pages.COMPARISON_PAGE,
}


class PluginOptions(base.Config):  # type: ignore[no-untyped-call]
    """What may stand under the plugin's name in `mkdocs.yml`.

    ``guidelines`` are files and folders, from where `mkdocs.yml` lies. ``codes`` says whether the
    site has the pages about the codes of messages, ``grammar`` whether it has the grammar of the
    language, ``schemas`` whether it has the JSON Schemas, and ``comparison`` whether it has the
    comparison of the guidelines for low back pain that ship.
    """

    guidelines = options.ListOfPaths(default=[])
    codes = options.Type(bool, default=False)
    grammar = options.Type(bool, default=False)
    schemas = options.Type(bool, default=False)
    comparison = options.Type(bool, default=False)


class GeneratedPages(BasePlugin[PluginOptions]):  # type: ignore[no-untyped-call]
    """Adds the pages that this library makes to the pages of a site."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Return the configuration of the site, which has the style of the pages now."""
        style = guideline_pages.STYLE
        if self.config.guidelines and style not in config.extra_css:
            config.extra_css.append(style)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Return the files of the site with the generated pages among them.

        Returns:
            The same files and the generated ones.

        Raises:
            PluginError: A guideline file has errors, or the site has a page of its own where a
                generated one is to stand.
        """
        try:
            pages = dict(self._pages())
            if self.config.comparison:
                pages |= guideline_pages.comparison_pages(linked=pages.keys())
        except ImagingRulesError as problem:
            raise PluginError(f"imaging-rules: {problem}") from None
        for path, text in pages.items():
            if files.get_file_from_path(path) is not None:
                raise PluginError(f"imaging-rules: the page {path} is generated; remove the other")
            # The pages of single guidelines and codes are reached from their index.
            place = (
                InclusionLevel.UNDEFINED if path in _IN_NAVIGATION else InclusionLevel.NOT_IN_NAV
            )
            files.append(File.generated(config, path, content=text, inclusion=place))
        return files

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Return the server, which builds the site anew when a guideline changes."""
        for path in map(Path, self.config.guidelines):
            # Beside a file lie the vocabularies and the statements that it names.
            server.watch(str(path if path.is_dir() else path.parent))
        return server

    def _pages(self) -> Iterator[tuple[str, str]]:
        if self.config.codes:
            yield from reference_pages.code_pages().items()
        if self.config.grammar:
            yield from reference_pages.grammar_pages().items()
        if self.config.schemas:
            yield from reference_pages.schema_files().items()
        if self.config.guidelines:
            found: dict[Path, None] = {}
            for path in map(Path, self.config.guidelines):
                several = files_in(path) if path.is_dir() else (path,)
                found |= dict.fromkeys(each.resolve() for each in several)
            loaded = [load(path) for path in found]
            yield from guideline_pages.guideline_pages(loaded).items()
