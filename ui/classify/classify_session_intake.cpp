#include "core/casebook/kept_pictures.h"
#include "ui/classify/classify_session.h"

namespace leukolens::ui {

QString ClassifySession::whyNotChanged() const {
    if (m_loading || m_changingState) return tr("The case is being opened. Try again in a moment.");
    if (m_reading) return tr("Leave or finish the second reading first.");
    if (access() == Access::Signed) return tr("This case is signed. Reopen it, or open another.");
    if (access() == Access::HeldElsewhere) return tr("This case is being changed elsewhere. Open another.");
    return {};
}

QString ClassifySession::whyNotTaken() const {
    if (m_loading || m_changingState || m_modelState == ModelState::Loading) return tr("They are taken in a moment.");
    if (m_reading) return tr("They are taken once the second reading is left or finished.");
    if (access() == Access::Signed) return tr("This case is signed: they are taken once it is reopened or another is opened.");
    if (access() == Access::HeldElsewhere) return tr("This case is being changed elsewhere: they are taken once another case is opened.");
    if (modelIsLent()) return tr("This is the sample case: they are taken once a case of your own is open.");
    if (m_modelState != ModelState::Ready) return tr("They are taken once a model is chosen that can be used.");
    return {};
}

void ClassifySession::take(const Incoming& incoming) {
    if (incoming.addressOnly) return Q_EMIT noticeRaised(tr("That is only a link, and this program fetches nothing. Copy the picture itself, or save it and drop the file."));
    classify(incoming.files);
    if (incoming.pictures.isEmpty()) return;
    m_context.fileWorker.run<QStringList>(
        tr("Keeping pictures"),
        [pictures = incoming.pictures, file = std::filesystem::path(m_context.settings.localCaseFile().toStdString())](ProgressSink&, const CancelToken&) -> Result<QStringList> {
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
