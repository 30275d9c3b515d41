// What cells' pictures say of their stain, kept on the disk between runs: $XDG_CACHE_HOME/leukolens/colours/<key>. Pixels and vectors that come
// from a cache come without their pictures, and a run still has to know.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/stain/stain_reference.h"

namespace leukolens::experiment {

struct CellColours {
    std::optional<stain::ColourStatistics> colours;  ///< of the picture as it was decoded; nothing where too little of it is stained
    stain::StainOutcome outcome = stain::StainOutcome::Applied;  ///< what became of it when it was to be normalised
};

/// How many were left as they are.
int leftAsTheyAre(std::span<const CellColours> cells);

/// Of cells in their order: their files' checksums, the stain they are brought to, and the version of what measures.
std::string coloursKey(std::span<const std::string> sha256s, const stain::StainReference& stain, bool cutsOut = false);

/// Nothing where there are none; damaged ones are removed and add a line to `notices`. An empty folder: nothing.
std::optional<std::vector<CellColours>> readColours(const std::filesystem::path& folder, const std::string& key, std::size_t cells, std::vector<std::string>& notices);

/// Adds a line to `notices` where it does not succeed. An empty folder: does nothing.
void keepColours(const std::filesystem::path& folder, const std::string& key, std::span<const CellColours> cells, std::vector<std::string>& notices);

}  // namespace leukolens::experiment
