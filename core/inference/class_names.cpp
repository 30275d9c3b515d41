#include "core/inference/class_names.h"

#include <algorithm>
#include <set>

namespace leukolens::inference {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

std::string displayName(const std::string& className) {
    const std::string name = lower(className);
    if (name == "all") return "ALL blast";
    if (name == "hem") return "Normal";
    return className;
}

std::string knownMeaning(const std::string& className) {
    const std::string name = lower(className);
    if (name == "all") return "leukemic lymphoblast (acute lymphoblastic leukemia)";
    if (name == "hem") return "normal lymphoid cell";
    return {};
}

std::string guessBlastClass(const std::vector<std::string>& classes) {
    static const std::set<std::string> kBlast = {"all", "blast", "blasts", "lymphoblast", "leukemia", "leukaemia", "leukemic", "1_blast"};
    for (const auto& name : classes)
        if (kBlast.count(lower(name)) > 0) return name;
    return {};
}

}  // namespace leukolens::inference
