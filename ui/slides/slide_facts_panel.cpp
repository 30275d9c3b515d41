#include "ui/slides/slide_facts_panel.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include <cstring>

#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/image_view.h"

namespace leukolens::ui {
namespace {

constexpr double kLeastUmPerPx = 0.01, kMostUmPerPx = 10;
constexpr int kMostProperties = 60;

QString scaleText(double umPerPx) { return QLocale().toString(umPerPx, 'g', 4); }

}  // namespace

SlideFactsPanel::SlideFactsPanel(SlideSession& session, QWidget* parent) : QFrame(parent), m_session(session) {
    setObjectName("slideFacts");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(6);
    column->addWidget(makeHeading(tr("Slide"), this));
    m_facts = makeText({}, this);
    m_facts->setObjectName("slideFactsText");
    column->addWidget(m_facts);
    auto* row = new QHBoxLayout;
    row->addWidget(new QLabel(tr("µm per px"), this));
    m_scale = new QLineEdit(this);
    m_scale->setObjectName("umPerPx");
    m_scale->setAccessibleName(tr("µm per px"));
    m_scale->setToolTip(tr("How large a pixel is. Sizes of cells are judged by it; empty: what the file says, or what the red cells tell"));
    m_scale->setMaximumWidth(90);
    row->addWidget(m_scale);
    m_scaleOrigin = makeMuted({}, this);
    m_scaleOrigin->setObjectName("umPerPxOrigin");
    row->addWidget(m_scaleOrigin, 1);
    column->addLayout(row);
    auto* buttons = new QHBoxLayout;
    m_associated = new QPushButton(tr("Label and overview"), this);
    m_associated->setObjectName("associatedPictures");
    m_associated->setProperty("menu", true);
    m_associated->setToolTip(tr("Pictures that the scanner took besides. The label may name the patient: it is shown only here, and only when chosen"));
    m_associated->setMenu(new QMenu(m_associated));
    m_vendor = new QPushButton(tr("Scanner's notes"), this);
    m_vendor->setObjectName("vendorProperties");
    m_vendor->setCheckable(true);
    m_vendor->setToolTip(tr("All that the scanner wrote into the file"));
    buttons->addWidget(m_associated);
    buttons->addWidget(m_vendor);
    buttons->addStretch(1);
    column->addLayout(buttons);
    m_picture = new ImageView(this);
    m_picture->setObjectName("associatedPicture");
    m_picture->setFixedHeight(160);
    m_picture->hide();
    column->addWidget(m_picture);
    m_properties = makeText({}, this);
    m_properties->setObjectName("vendorText");
    m_properties->hide();
    column->addWidget(m_properties);

    connect(m_scale, &QLineEdit::editingFinished, this, &SlideFactsPanel::takeScale);
    connect(m_vendor, &QPushButton::toggled, m_properties, &QLabel::setVisible);
    for (auto signal : {&SlideSession::slidesChanged, &SlideSession::shownChanged}) connect(&m_session, signal, this, &SlideFactsPanel::follow);
    follow();
}

void SlideFactsPanel::follow() {
    const ListedSlide* listed = m_session.shownSlide();
    const bool there = listed && listed->slide;
    setVisible(there);
    if (!there) {
        m_path.clear();
        return;
    }
    const slide::Facts& facts = listed->slide->facts();
    const QLocale locale;
    const auto& whole = facts.levels.front();
    QStringList lines;
    lines << tr("%1 × %2 px").arg(locale.toString(static_cast<qlonglong>(whole.width)), locale.toString(static_cast<qlonglong>(whole.height)));
    QString kind = facts.format == slide::kPictureFormat ? tr("Picture") : tr("Slide (%1)").arg(QString::fromStdString(facts.format));
    if (facts.objectivePower) kind += ", " + tr("objective %1×").arg(locale.toString(*facts.objectivePower, 'g', 4));
    lines << kind;
    m_facts->setText(lines.join('\n'));
    const auto scale = m_session.umPerPx(m_session.shown());
    if (!m_scale->hasFocus() || m_path != listed->path) m_scale->setText(scale ? scaleText(*scale) : QString());
    m_scale->setProperty("invalid", false);
    m_scaleOrigin->setText(!scale ? tr("not known yet") : listed->umPerPx && !listed->estimated ? tr("as typed") : facts.umPerPx ? tr("from the file") : tr("from the red cells"));
    if (m_path == listed->path) return;
    m_path = listed->path;
    // Of another slide nothing stays to be seen.
    m_picture->hide();
    m_picture->setMessage({});
    m_vendor->setChecked(false);
    m_vendor->setVisible(!facts.properties.empty());
    m_associated->setVisible(!facts.associated.empty());
    m_associated->menu()->clear();
    for (const auto& picture : facts.associated) {
        const QString name = QString::fromStdString(picture.name);
        m_associated->menu()->addAction(name == "label" ? tr("Label (may name the patient)") : name == "macro" ? tr("Whole glass") : name == "thumbnail" ? tr("Overview") : name, this, [this, name] { showPicture(name); });
    }
    m_associated->menu()->addAction(tr("Hide"), m_picture, &QWidget::hide);
    QStringList notes;
    for (const auto& [name, value] : facts.properties) {
        if (notes.size() == kMostProperties) break;
        notes << QString::fromStdString(name) + ": " + QString::fromStdString(value).left(200);
    }
    m_properties->setText(notes.join('\n'));
}

void SlideFactsPanel::takeScale() {
    const int shown = m_session.shown();
    // It ends too when another slide takes its place.
    if (shown < 0 || m_session.shownSlide()->path != m_path) return;
    const QString text = m_scale->text().trimmed();
    const auto now = m_session.umPerPx(shown);
    if (now && text == scaleText(*now)) return;
    if (text.isEmpty()) return m_session.setUmPerPx(shown, std::nullopt);
    bool isNumber = false;
    double typed = QLocale().toDouble(text, &isNumber);
    if (!isNumber) typed = QLocale::c().toDouble(text, &isNumber);  // a point is understood everywhere
    if (!isNumber || !(typed >= kLeastUmPerPx && typed <= kMostUmPerPx)) {
        m_scale->setProperty("invalid", true);
        m_scaleOrigin->setText(tr("a number from %1 to %2").arg(QLocale().toString(kLeastUmPerPx), QLocale().toString(kMostUmPerPx)));
        setRole(m_scale, "");
        return;
    }
    m_session.setUmPerPx(shown, typed);
}

void SlideFactsPanel::showPicture(const QString& name) {
    const ListedSlide* listed = m_session.shownSlide();
    if (!listed || !listed->slide) return;
    m_session.looks().run<image::Image>(
        tr("Reading a picture of the slide"), [slide = listed->slide, name = name.toStdString()](ProgressSink&, const CancelToken&) { return slide->associated(name); }, this,
        [this, path = m_path](const Result<image::Image>& picture) {
            if (path != m_path) return;
            m_picture->show();
            if (!picture) return m_picture->setMessage(errorDetail(picture.error()));
            const QImage shown(picture->rgb.data(), picture->width, picture->height, picture->width * 3, QImage::Format_RGB888);
            m_picture->setPicture(QPixmap::fromImage(shown.copy()));
        },
        JobPolicy::Disposable);
}

}  // namespace leukolens::ui
