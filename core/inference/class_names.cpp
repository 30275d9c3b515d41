#include "core/inference/class_names.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace leukolens::inference {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

struct KnownClass {
    std::vector<std::string_view> names;  ///< lower case, words apart by spaces
    const char* title;
    const char* meaning;
};

const KnownClass* known(const std::string& className) {
    // "B cell" and "T cell" may be leukemic or not: the name alone does not say.
    static const std::vector<KnownClass> kClasses = {
        {{"all"}, "ALL blast", "leukemic lymphoblast (acute lymphoblastic leukemia)"},
        {{"hem"}, "Normal", "normal lymphoid cell"},
        {{"b all", "b cell all", "bcell all"}, "B-cell ALL", "leukemic B lymphoblast (B-cell acute lymphoblastic leukemia)"},
        {{"t all", "t cell all", "tcell all"}, "T-cell ALL", "leukemic T lymphoblast (T-cell acute lymphoblastic leukemia)"},
        {{"b cell", "bcell"}, "B cell", "cell of the B lineage"},
        {{"t cell", "tcell"}, "T cell", "cell of the T lineage"},
    };
    std::string name = lower(className);
    std::ranges::replace_if(name, [](char c) { return c == '-' || c == '_'; }, ' ');
    for (const auto& one : kClasses)
        if (std::ranges::find(one.names, name) != one.names.end()) return &one;
    return nullptr;
}

}  // namespace

std::string displayName(const std::string& className) {
    const auto* one = known(className);
    return one ? one->title : className;
}

std::string knownMeaning(const std::string& className) {
    const auto* one = known(className);
    return one ? one->meaning : std::string();
}

std::string guessBlastClass(const std::vector<std::string>& classes) {
    static const std::set<std::string> kBlast = {"all", "blast", "blasts", "lymphoblast", "leukemia", "leukaemia", "leukemic", "1_blast"};
    for (const auto& name : classes)
        if (kBlast.count(lower(name)) > 0) return name;
    return {};
}

}  // namespace leukolens::inference
