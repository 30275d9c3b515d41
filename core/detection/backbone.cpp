#include "core/detection/backbone.h"

#include "core/detection/inception_backbone.h"
#include "core/detection/resnet50_fpn.h"

namespace leukolens::detection {

const std::vector<BackboneEntry>& backbones() {
    static const std::vector<BackboneEntry> kEntries{
        {"inception_v3", "Mixed_5d", [] { return std::shared_ptr<Backbone>(std::make_shared<InceptionBackbone>()); }},
        {"resnet50_fpn", "layer1", [] { return std::shared_ptr<Backbone>(std::make_shared<ResNet50Fpn>()); }},
    };
    return kEntries;
}

Result<const BackboneEntry*> findBackbone(const std::string& name) {
    std::string known;
    for (const auto& entry : backbones()) {
        if (name == entry.name) return &entry;
        known += (known.empty() ? "" : ", ") + std::string(entry.name);
    }
    return fail(ErrorCode::InvalidArgument, "no backbone is called '" + name + "'", {}, "Known: " + known + ".");
}

}  // namespace leukolens::detection
