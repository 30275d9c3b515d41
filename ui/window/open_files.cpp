#include "ui/window/open_files.h"

#include "core/image/decode.h"
#include "core/slide/slide.h"
#include "ui/models/model_words.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

void openFiles(AppContext& context, const QStringList& paths) {
    QStringList models, cases, slides, rest;
    for (const QString& path : paths) {
        const std::filesystem::path file = path.toStdString();
        if (isModelFile(path)) models << path;
        else if (path.endsWith(QLatin1String(".leukocase"), Qt::CaseInsensitive)) cases << path;
        else if (slide::hasSlideExtension(file) && !image::hasImageExtension(file)) slides << path;
        else rest << path;
    }
    if (!rest.isEmpty()) Q_EMIT context.classifyRequested(rest);
    if (!slides.isEmpty()) Q_EMIT context.openSlidesRequested(slides);
    for (const QString& archive : cases) Q_EMIT context.importCaseRequested(archive);
    if (!models.isEmpty()) Q_EMIT context.addModelsRequested(models);
}

}  // namespace leukolens::ui
