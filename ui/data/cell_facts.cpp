#include "ui/data/cell_facts.h"

#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <cmath>

#include "core/base/files.h"
#include "core/inference/model_card.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {
namespace {

/// From here on a picture is worth a look.
constexpr double kUnlike = 6;

QString classWords(const std::string& name) { return coreText(inference::displayName(name)); }

QString featureWords(image::Feature feature) {
    switch (feature) {
        case image::Feature::Size: return CellFacts::tr("size");
        case image::Feature::CellShare: return CellFacts::tr("share of the picture that is cell");
        case image::Feature::Sharpness: return CellFacts::tr("sharpness");
        case image::Feature::Lightness: return CellFacts::tr("lightness");
        case image::Feature::GreenRed: return CellFacts::tr("colour, green to red");
        case image::Feature::BlueYellow: return CellFacts::tr("colour, blue to yellow");
        case image::Feature::LightnessSpread: return CellFacts::tr("contrast of lightness");
        case image::Feature::GreenRedSpread: return CellFacts::tr("contrast of green and red");
        case image::Feature::BlueYellowSpread: return CellFacts::tr("contrast of blue and yellow");
    }
    return {};
}

}  // namespace

CellFacts::CellFacts(const LabelledCellModel& model, const LabelSession& session, QWidget* parent) : QFrame(parent), m_model(model), m_session(session) {
    setObjectName("cellFacts");
    setProperty("card", true);
    setMinimumWidth(240);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Theme::kSpacingPx);
    m_view = new FileImageView(this);
    m_view->setObjectName("cellPicture");
    column->addWidget(m_view, 1);
    m_name = new ElidedLabel(Qt::ElideMiddle, this);
    m_name->setObjectName("cellName");
    m_name->setFont(Theme::font(1.0, QFont::DemiBold));
    column->addWidget(m_name);
    m_form = new QWidget(this);
    auto* form = new QFormLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(4);
    m_label = addFact(*form, "cellLabel", tr("Label"));
    m_original = addFact(*form, "cellOriginal", tr("Originally"));
    m_reason = addFact(*form, "cellReason", tr("Reason"));
    m_subject = addFact(*form, "cellSubject", tr("Subject"));
    m_size = addFact(*form, "cellSize", tr("Size"));
    m_sharpness = addFact(*form, "cellSharpness", tr("Sharpness"));
    m_sharpness->setToolTip(tr("Variance of the Laplacian inside the cell: higher is sharper. Compare only pictures of one magnification."));
    m_colour = addFact(*form, "cellColour", tr("Stain L* a* b*"));
    m_colour->setToolTip(tr("Mean colour of the cell in CIE L*a*b*: lightness, green to red, blue to yellow"));
    m_unlike = addFact(*form, "cellUnlike", tr("Unlike others"));
    m_unlike->setToolTip(tr("Distance from the middle of all cells, in robust standard deviations; above 6 it is worth a look"));
    column->addWidget(m_form, 1);
    showSeveral(0);
}

QLabel* CellFacts::addFact(QFormLayout& form, const char* name, const QString& label) {
    auto* key = new QLabel(label, this);
    key->setProperty("role", "muted");
    QLabel* value = makeText({}, this);
    value->setObjectName(name);
    form.addRow(key, value);
    return value;
}

QString CellFacts::unlikeWords(const image::Outlyingness& found) const {
    const QString distance = locale().toString(found.distance, 'f', 1);
    return found.distance < kUnlike ? distance : tr("%1, by its %2", "distance, feature").arg(distance, featureWords(found.farthest));
}

void CellFacts::showCell(int index) {
    const dataset::Cell& cell = m_model.cell(index);
    const auto* correction = m_session.correctionOf(index);
    const bool isExcluded = correction && correction->kind == dataset::Correction::Kind::Exclude;
    m_form->show();
    m_name->setFullText(QString::fromStdString(toUtf8(cell.path.filename())));
    m_label->setText(isExcluded ? tr("left out") : classWords(m_model.classOf(index)));
    auto* form = static_cast<QFormLayout*>(m_form->layout());
    form->setRowVisible(m_original, correction != nullptr);
    form->setRowVisible(m_reason, correction != nullptr);
    if (correction) {
        m_original->setText(classWords(correction->from));
        m_reason->setText(QString::fromStdString(correction->reason));
    }
    form->setRowVisible(m_subject, cell.subjectIndex >= 0);
    if (cell.subjectIndex >= 0) m_subject->setText(QString::fromStdString(m_session.read()->subjects[static_cast<std::size_t>(cell.subjectIndex)]));
    const image::PictureFacts& facts = cell.facts;
    m_size->setText(tr("%1 × %2 px").arg(locale().toString(facts.width), locale().toString(facts.height)));
    m_sharpness->setText(locale().toString(facts.sharpness, 'f', 0));
    const auto whole = [this](float value) { return locale().toString(static_cast<int>(std::lround(value))); };
    m_colour->setText(QStringLiteral("%1 / %2 / %3").arg(whole(facts.labMean[0]), whole(facts.labMean[1]), whole(facts.labMean[2])));
    m_unlike->setText(unlikeWords(m_model.outlyingness(index)));
    const QString path = QString::fromStdString(toUtf8(cell.path));
    if (path == m_shownPath) return;
    m_shownPath = path;
    m_view->showFile(path);
}

void CellFacts::showSeveral(int count) {
    m_shownPath.clear();
    m_form->hide();
    m_name->setFullText({});
    m_view->showMessage(count == 0 ? tr("Select a cell to see it here enlarged.") : tr("%Ln cell(s) selected", "", count));
}

}  // namespace leukolens::ui
