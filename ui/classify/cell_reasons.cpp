#include "ui/classify/cell_reasons.h"

#include <algorithm>

#include "core/image/black_border.h"
#include "ui/classify/heat_image.h"
#include "ui/classify/inspector.h"
#include "ui/classify/reasons_row.h"
#include "ui/classify/similar_cells.h"
#include "ui/shell/class_words.h"
#include "ui/shell/core_texts.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {

namespace {
constexpr int kDelayMs = 250;
}  // namespace

bool isMasked(const inference::ModelCard& card, const casebook::CaseCell& cell, const QImage& picture) {
    if (card.background != inference::Background::Black || picture.isNull()) return false;
    if (std::ranges::find(cell.flags, inference::kNotMaskedFlag) != cell.flags.end()) return false;
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    image::Image pixels{rgb.width(), rgb.height(), {}};
    for (int y = 0; y < rgb.height(); ++y) pixels.rgb.insert(pixels.rgb.end(), rgb.constScanLine(y), rgb.constScanLine(y) + 3 * rgb.width());
    return !image::borderIsBlack(pixels);
}

CellReasons::CellReasons(ClassifySession& session, Inspector& inspector, QObject* parent) : QObject(parent), m_session(session), m_inspector(inspector) {
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &CellReasons::ask);
    connect(&m_inspector.reasons(), &ReasonsRow::methodChanged, this, [this] {
        forget();
        ask();
    });
    connect(&m_inspector.reasons(), &ReasonsRow::opacityChanged, this, [this] { m_inspector.view().setOverlay(m_heat, m_inspector.reasons().opacity()); });
    connect(&m_pictures, &TrainingPictures::found, &m_inspector.similar(), &SimilarCells::showPictures);
    // A picture that comes later than its explanation has taken the overlay away.
    connect(&m_inspector.view(), &FileImageView::pictureShown, this, [this] {
        m_inspector.view().setOverlay(m_heat, m_inspector.reasons().opacity());
        showMasked();
    });
}

void CellReasons::setCell(const casebook::CaseCell* cell) {
    m_inspector.reasons().setVisible(cell != nullptr);
    const bool same = cell && m_cell && cell->path == m_cell->path && cell->modelSha256 == m_cell->modelSha256;
    if (!same) forget();
    m_cell = cell ? std::optional(*cell) : std::nullopt;
    const auto& model = m_session.model();
    if (model) m_inspector.reasons().setOffered(model->explainMethods);
    const auto references = cell && model && model->sha256 == cell->modelSha256 ? model->references : nullptr;
    // Asked for with every batch of answers that comes in, and it looks at all training cells.
    if (!same || references != m_likeOf) showLike(references);
    const std::string modelSha256 = model ? model->sha256 : std::string();
    if (!same || modelSha256 != m_modelSha256) showMasked();
    m_modelSha256 = modelSha256;
    if (cell && !same) m_delay.start();
}

void CellReasons::showLike(std::shared_ptr<const inference::ReferenceCells> references) {
    m_likeOf = std::move(references);
    m_pictures.forget();
    auto cells = m_likeOf ? likeCells(m_likeOf.get(), *m_cell) : std::vector<LikeCell>();
    std::vector<std::string> sha256s;
    for (const LikeCell& cell : cells) sha256s.push_back(cell.sha256);
    m_inspector.similar().showCells(std::move(cells));
    if (!sha256s.empty()) m_pictures.find(m_likeOf, std::move(sha256s));
}

void CellReasons::forget() {
    ++m_number;
    m_delay.stop();
    if (m_job != 0) m_session.stopExplaining(m_job);
    m_job = 0;
    m_heat = {};
    m_inspector.view().setOverlay({}, 1);
    m_inspector.reasons().setNote({});
}

void CellReasons::showMasked() {
    const auto& model = m_session.model();
    const auto& view = m_inspector.view();
    // Most models mask nothing: their pictures are not brought back from the screen for it.
    const bool known = m_cell && model && model->card.background == inference::Background::Black && model->sha256 == m_cell->modelSha256 && view.path().toStdString() == m_cell->path;
    m_inspector.setMasked(known && isMasked(model->card, *m_cell, view.picture().toImage()));
}

void CellReasons::ask() {
    const auto method = m_inspector.reasons().method();
    if (!m_cell || !method) return;
    const int top = topClass(*m_cell).index;
    if (top < 0) return;
    m_inspector.reasons().setNote(m_session.classifying() ? tr("Follows when the cells are classified…") : tr("Asking the model…"));
    const QString title = classTitle(m_cell->classes[static_cast<std::size_t>(top)]);
    m_job = m_session.explain(*m_cell, *method, this, [this, title, number = m_number](Result<inference::Explanation> explanation) {
        if (number == m_number) show(std::move(explanation), title);
    });
}

void CellReasons::show(Result<inference::Explanation> explanation, const QString& title) {
    m_job = 0;
    ReasonsRow& row = m_inspector.reasons();
    if (!explanation) {
        switch (explanation.error().code) {
            case ErrorCode::Cancelled: return row.setNote({});
            case ErrorCode::NotFound: return row.setNote(m_session.model() ? errorSentence(ErrorCode::NotFound) : tr("Choose the model that classified this cell."));
            case ErrorCode::InvalidArgument: return row.setNote(tr("Another model classified this cell. Choose that one to see its reasons."));
            default: return row.setNote(errorSentence(explanation.error().code));
        }
    }
    const bool speaks = std::any_of(explanation->values.begin(), explanation->values.end(), [](float value) { return value > 0; });
    if (!speaks) return row.setNote(tr("Nothing in the picture speaks for %1.").arg(title));
    m_heat = heatImage(*explanation);
    m_inspector.view().setOverlay(m_heat, row.opacity());
    const bool alone = m_cell->asked.otherModels.empty();
    row.setNote(alone ? tr("Yellow speaks the most for %1.").arg(title) : tr("Yellow speaks the most for %1, as the chosen fold alone sees it.").arg(title));
}

}  // namespace leukolens::ui
