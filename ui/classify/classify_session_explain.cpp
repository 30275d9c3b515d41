#include "core/image/decode.h"
#include "ui/classify/classify_session.h"

namespace leukolens::ui {

JobId ClassifySession::explain(const casebook::CaseCell& cell, inference::ExplainMethod method, QObject* receiver, std::function<void(Result<inference::Explanation>)> done) {
    struct Wish {
        std::filesystem::path picture;
        std::optional<ModelChoice> model;
        std::string modelSha256;
        int classIndex = 0;
    };
    Wish wish{cell.path, m_model ? std::optional(modelChoice()) : std::nullopt, cell.modelSha256, topClass(cell).index};
    return m_context.inferenceWorker.run<inference::Explanation>(
        tr("Explaining an answer"),
        [holder = m_holder, wish = std::move(wish), method](ProgressSink& progress, const CancelToken& cancel) -> Result<inference::Explanation> {
            if (!wish.model) return fail(ErrorCode::NotFound, "no model is loaded", {}, "Choose a model.");
            const auto predictor = holder->get(*wish.model);
            if (!predictor) return fail(predictor.error());
            if ((*predictor)->modelSha256() != wish.modelSha256) return fail(ErrorCode::InvalidArgument, "another model classified this cell", wish.picture, "Choose that model.");
            const auto picture = image::decodeFile(wish.picture);
            if (!picture) return fail(picture.error());
            return (*predictor)->explain(*picture, wish.classIndex, method, progress, cancel);
        },
        receiver, std::move(done), JobPolicy::Disposable);
}

void ClassifySession::stopExplaining(JobId job) { m_context.inferenceWorker.stop(job); }

}  // namespace leukolens::ui
