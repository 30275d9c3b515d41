#include "ui/slides/slide_cell_panel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/slides/cell_mask_picture.h"
#include "ui/slides/mark_words.h"
#include "ui/widgets/image_view.h"

namespace leukolens::ui {

SlideCellPanel::SlideCellPanel(SlideSession& session, QWidget* parent) : QFrame(parent), m_session(session) {
    setObjectName("slideCell");
    help::setPlace(this, "slides#look-at-one-cell");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeHeading(tr("Cell"), this));
    m_none = makeMuted(tr("Click a cell on the slide to see it here."), this);
    column->addWidget(m_none);
    m_body = new QWidget(this);
    auto* body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(Theme::kSpacingPx);
    m_view = new ImageView(m_body);
    m_view->setObjectName("slideCellPicture");
    m_view->setAccessibleName(tr("Picture of the cell"));
    m_view->setFixedHeight(200);
    body->addWidget(m_view);
    m_outlines = new QCheckBox(tr("Outlines of nucleus and cell"), m_body);
    m_outlines->setObjectName("slideCellOutlines");
    m_outlines->setToolTip(tr("Nucleus yellow, whole cell green, as the program sees them"));
    m_outlines->setChecked(true);
    body->addWidget(m_outlines);
    m_words = makeText({}, m_body);
    m_words->setObjectName("slideCellWords");
    body->addWidget(m_words);
    auto* measures = new QWidget(m_body);
    measures->setObjectName("slideCellMeasures");
    m_measures = new QGridLayout(measures);
    m_measures->setContentsMargins(0, 0, 0, 0);
    m_measures->setHorizontalSpacing(12);
    m_measures->setVerticalSpacing(2);
    m_measures->setColumnStretch(0, 1);
    body->addWidget(measures);
    auto* buttons = new QHBoxLayout;
    m_show = makeButton("classify", tr("Show in Classify"), m_body);
    m_show->setObjectName("showInClassify");
    m_show->setToolTip(tr("Go to this cell's card"));
    m_remove = makeButton("trash", tr("No cell"), m_body);
    m_remove->setObjectName("removeMark");
    m_remove->setToolTip(tr("This is no white cell: take the mark out. A cell that is in the case is left out of its counts, or counted again (Del)"));
    buttons->addWidget(m_show);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    body->addLayout(buttons);
    column->addWidget(m_body);

    connect(m_outlines, &QCheckBox::toggled, this, [this](bool on) { m_view->setOverlay(on && m_shown ? m_shown->outlines : QImage(), 1); });
    connect(&m_session, &SlideSession::slidesChanged, this, [this] {
        if (m_session.shown() >= 0 && m_shown && m_session.umPerPx(m_session.shown()) != m_scale) showMeasures();
    });
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (const Mark* mark = m_session.marks().find(m_mark)) Q_EMIT showInClassifyRequested(m_session.cellKeyOf(*mark));
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_mark); });
    for (auto signal : {&SlideSession::cellsChanged, &SlideSession::handOverChanged}) connect(&m_session, signal, this, &SlideCellPanel::showWords);
    setMark(0);
}

void SlideCellPanel::setMark(MarkKey key) {
    m_mark = key;
    const Mark* mark = m_session.marks().find(key);
    const ListedSlide* listed = m_session.shownSlide();
    const bool there = mark && !mark->cell.removed() && listed && listed->slide && listed->path.toStdString() == mark->cell.slide;
    m_none->setVisible(!there);
    m_body->setVisible(there);
    m_session.looks().stop(m_job);
    m_shown.reset();
    m_view->setMessage({});
    m_outlines->setEnabled(false);
    showMeasures();
    if (!there) {
        m_mark = 0;
        return;
    }
    showWords();
    const slide::Box box = boxOf(mark->cell);
    m_job = m_session.looks().run<CellPicture>(
        tr("Measuring a cell"),
        [slide = listed->slide, box, side = slide::pictureSide(box, m_session.umPerPx(m_session.shown()), m_session.pictureSideUm())](ProgressSink&, const CancelToken&) { return makeCellPicture(*slide, box, side); }, this,
        [this, key](Result<CellPicture> picture) {
            if (key != m_mark || (!picture && picture.error().code == ErrorCode::Cancelled)) return;  // another cell was clicked meanwhile
            if (!picture) return m_view->setMessage(errorDetail(picture.error()));
            m_shown = std::move(*picture);
            showPicture();
        },
        JobPolicy::Disposable);
}

void SlideCellPanel::showWords() {
    const Mark* mark = m_session.marks().find(m_mark);
    if (!mark) return;
    m_words->setText(markSentence(*mark, m_session));
    m_show->setEnabled(m_session.cellKeyOf(*mark) != 0);
    const casebook::CaseCell* cell = m_session.cellOf(*mark);
    m_remove->setText(cell && cell->excluded ? tr("Count again") : tr("No cell"));
}

void SlideCellPanel::showPicture() {
    m_view->setPicture(QPixmap::fromImage(m_shown->picture));
    m_outlines->setEnabled(!m_shown->outlines.isNull());
    if (m_outlines->isChecked()) m_view->setOverlay(m_shown->outlines, 1);
    showMeasures();
}

void SlideCellPanel::setMeasure(int row, const QString& name, const QString& value) {
    QLabel* left = makeMuted(name, m_measures->parentWidget());
    left->setWordWrap(false);
    auto* right = new QLabel(value, m_measures->parentWidget());
    right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    right->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_measures->addWidget(left, row, 0);
    m_measures->addWidget(right, row, 1);
}

void SlideCellPanel::showMeasures() {
    while (QLayoutItem* item = m_measures->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!m_shown) return;
    const CellPicture& picture = *m_shown;
    m_scale = m_session.shown() >= 0 ? m_session.umPerPx(m_session.shown()) : std::nullopt;
    if (!picture.mask) return setMeasure(0, tr("No nucleus was made out in this picture."), {});
    const image::CellMask& mask = *picture.mask;
    const double area = picture.slidePxAPx * picture.slidePxAPx;
    const QLocale locale;
    int row = 0;
    setMeasure(row++, tr("Area of the cell"), areaText(static_cast<double>(mask.cellAreaPx) * area, m_scale));
    setMeasure(row++, tr("Area of the nucleus"), areaText(static_cast<double>(mask.nucleusAreaPx) * area, m_scale));
    setMeasure(row++, tr("Nucleus to cell"), locale.toString(mask.nucleusToCell, 'f', 2));
    setMeasure(row++, tr("Roundness of the cell"), locale.toString(mask.cellRoundness, 'f', 2));
    setMeasure(row++, tr("Roundness of the nucleus"), locale.toString(mask.nucleusRoundness, 'f', 2));
    for (const image::Measure& measure : picture.measures) {
        if (measure.name == "nucleus_lobes") setMeasure(row++, tr("Lobes of the nucleus"), locale.toString(measure.value, 'f', 0));
        //: Shannon entropy of its grey levels: how rich its texture is
        if (measure.name == "nucleus_entropy") setMeasure(row++, tr("Entropy of the nucleus"), tr("%1 bits").arg(locale.toString(measure.value, 'f', 2)));
    }
}

}  // namespace leukolens::ui
