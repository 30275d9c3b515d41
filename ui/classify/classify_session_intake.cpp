#include "core/casebook/kept_pictures.h"
#include "ui/classify/classify_session.h"

namespace leukolens::ui {

void ClassifySession::take(const Incoming& incoming) {
    if (incoming.addressOnly) return Q_EMIT noticeRaised(tr("That is only a link, and this program fetches nothing. Copy the picture itself, or save it and drop the file."));
    classify(incoming.files);
    if (incoming.pictures.isEmpty()) return;
    m_context.fileWorker.run<QStringList>(
        tr("Keeping pictures"),
        [pictures = incoming.pictures, file = std::filesystem::path(m_context.settings.caseFile().toStdString())](ProgressSink&, const CancelToken&) -> Result<QStringList> {
            const auto kept = casebook::KeptPictures::besides(file);
            QStringList paths;
            for (const LoosePicture& picture : pictures) {
                const QByteArray bytes = fileBytesOf(picture);
                if (bytes.isEmpty()) return fail(ErrorCode::NotAnImage, "could not be taken over", picture.name.toStdString(), "Save it in the other program, then drop the file.");
                const auto path = kept.keep({reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())}, picture.name.toStdString());
                if (!path) return fail(path.error());
                paths << QString::fromStdString(path->string());
            }
            return paths;
        },
        this,
        [this](Result<QStringList> paths) {
            if (!paths) return Q_EMIT errorRaised(tr("The picture could not be taken over."), paths.error());
            classify(*paths);
        },
        JobPolicy::MustFinish);
}

}  // namespace leukolens::ui
