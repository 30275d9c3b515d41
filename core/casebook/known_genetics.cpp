#include "core/casebook/known_genetics.h"

#include <algorithm>
#include <array>
#include <regex>
#include <string>

namespace leukolens::casebook {
namespace {

// Genes as WHO 2022 and ICC 2022 name them in the entities of acute leukemia, older names of them, and the words that stand beside them.
constexpr auto kWords = std::to_array<std::string_view>({
    "abl", "abl1", "abl2", "abnormal", "abnormality", "absent", "af10", "af4", "af9", "aff1", "alteration", "aml1", "amplification", "amplified", "and", "b", "bcl11b",
    "bcl2", "bcl6", "bcr", "biallelic", "btg1", "cbfb", "cdkn2a", "cdkn2b", "cebpa", "chr", "chromosome", "chromosomes", "clonal", "complex", "crlf2", "csf1r", "dek",
    "deleted", "deletion", "detected", "diploid", "diploidy", "dnmt3a", "dux4", "e2a", "ebf1", "enl", "ep300", "epor", "erg", "etp", "etv6", "fbxw7", "fish", "flt3",
    "fusion", "gain", "gata1", "haploid", "haploidy", "high", "hlf", "hoxa", "hoxa9", "hyperdiploid", "hyperdiploidy", "hypodiploid", "hypodiploidy", "iamp21", "idh1",
    "idh2", "igh", "igk", "igl", "ikzf1", "ikzf1plus", "il3", "in", "internal", "itd", "jak1", "jak2", "jak3", "karyotype", "kit", "kmt2a", "kras", "like", "lmo1",
    "lmo2", "loss", "low", "lyl1", "masked", "mecom", "mef2c", "mef2d", "mll", "mllt1", "mllt10", "mllt3", "mllt4", "monosomy", "mutant", "mutated", "mutation", "myb",
    "myc", "myh11", "near", "neg", "negative", "no", "none", "normal", "not", "notch1", "npm1", "nras", "nup214", "nup98", "nutm1", "of", "or", "other", "p2ry8",
    "partial", "pax5", "pax5alt", "pbx1", "pcr", "pdgfra", "pdgfrb", "ph", "phf6", "philadelphia", "picalm", "plus", "pml", "pos", "positive", "present", "pten",
    "ptpn11", "r", "rara", "rearranged", "rearrangement", "runx1", "runx1t1", "set", "spi1", "stil", "subclonal", "t", "tal1", "tcf3", "tcf4", "tel", "tet2", "tetrasomy",
    "tlx1", "tlx3", "tp53", "translocation", "triploid", "triploidy", "trisomies", "trisomy", "type", "unknown", "usp9x", "wild", "with", "without", "wt", "wt1", "zeb2",
    "zfp36l2", "znf362", "znf384",
});

std::string lower(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : static_cast<char>(c); });
    return lowered;
}

bool isWord(const std::string& word) { return std::ranges::binary_search(kWords, std::string_view(word)); }

/// "t(9;22)(q34;q11.2)", "del(9p)", "+21", "-x", "xx", "9p21", "[12]", of a text in lower case.
bool isAberration(const std::string& part) {
    static const std::regex kPart(R"re(([+-]?(t|del|inv|dup|der|add|dic|idic|i|r|ins|trp)\(([1-9]|1[0-9]|2[0-2]|x|y)([pq][0-9.]{0,6})?(;([1-9]|1[0-9]|2[0-2]|x|y)([pq][0-9.]{0,6})?){0,3}\)(\([pq?][pq0-9.?]{0,12}(;[pq?][pq0-9.?]{0,12}){0,3}\))?)re"
                                  R"re(|[+-](([1-9]|1[0-9]|2[0-2]|x|y)|mar|r)|x{1,3}y{0,2}|([1-9]|1[0-9]|2[0-2]|x|y)[pq]([0-9]{1,2}(\.[0-9]{1,2})?)?)?(\[[0-9]{1,2}\])?)re");
    return std::regex_match(part, kPart);
}

/// How many chromosomes there are: "46", "51-65", "44~46". Smaller numbers than a half set could be a part of a date.
bool isChromosomeCount(const std::string& part) {
    static const std::regex kPart("(2[3-9]|[3-9][0-9])([~-](2[3-9]|[3-9][0-9]))?");
    return std::regex_match(part, kPart);
}

/// A word, or words joined by what joins genes: "etv6::runx1", "bcr-abl1-like", "kmt2a-r", "ph+".
bool isJoinedWords(const std::string& part) {
    for (std::size_t at = 0; at < part.size();) {
        const std::size_t end = std::min(part.find_first_of(":-+", at), part.size());
        if (end > at && !isWord(part.substr(at, end - at))) return false;
        at = end + 1;
    }
    return true;
}

/// Parts between blanks and punctuation; what stands in brackets stays together.
template <class Visit>
bool allParts(const std::string& text, const Visit& visit) {
    std::string part;
    int depth = 0;
    const auto end = [&] {
        const bool known = part.empty() || visit(part);
        part.clear();
        return known;
    };
    for (const char c : text) {
        if (c == '(') ++depth;
        if (c == ')') --depth;
        const bool parts = std::string_view(" \t\r\n,/|&^\\").find(c) != std::string_view::npos || c == ';';
        if (parts && depth == 0) {
            if (!end()) return false;
        } else {
            part += c;
        }
    }
    return end();
}

}  // namespace

bool isKnownGenetics(std::string_view text) {
    // Of the clones of one karyotype; more numbers than that are no genetics.
    constexpr int kMostCounts = 4;
    constexpr std::size_t kMostPartBytes = 64;
    int parts = 0, counts = 0;
    const bool known = allParts(lower(text), [&](const std::string& part) {
        ++parts;
        if (part.size() > kMostPartBytes) return false;
        if (isChromosomeCount(part)) return ++counts <= kMostCounts;
        return isAberration(part) || isJoinedWords(part);
    });
    return parts > 0 && known;
}

}  // namespace leukolens::casebook
