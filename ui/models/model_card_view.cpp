#include "ui/models/model_card_view.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/models/model_words.h"
#include "ui/shell/class_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dates.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kLabelPx = 148;
constexpr int kSwatchPx = 12;
constexpr int kNamesHeightPx = 140;
constexpr int kControlTopPx = 4;  // a label beside a button stands as high as the button's words
constexpr int kChecksumShown = 16;

/// The colour a class has in Classify; asks the theme each time it is painted.
class Swatch : public QWidget {
public:
    Swatch(QString className, int index, QWidget* parent) : QWidget(parent), m_class(std::move(className)), m_index(index) {
        setFixedSize(kSwatchPx, kSwatchPx);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::classColour(m_class, m_index));
        painter.drawRoundedRect(rect(), 3, 3);
    }

private:
    QString m_class;
    int m_index;
};

/// What it learnt from and was tested on; empty where it is not known.
QString learntText(const inference::ModelClass& one) {
    QStringList parts;
    if (const QString train = countText(one.train); !train.isEmpty())
        parts << ModelCardView::tr("learnt from %1").arg(train);
    if (const QString test = countText(one.test); !test.isEmpty()) parts << ModelCardView::tr("tested on %1").arg(test);
    return parts.join('\n');
}

QString methodsOf(const inference::ModelCard& card) {
    QStringList lines;
    for (const inference::CardMetric& metric : card.metrics) {
        const QString method = metricMethod(metric);
        if (!method.isEmpty() && !lines.contains(method)) lines << method;
    }
    return lines.join('\n');
}

QStringList listed(const std::vector<std::string>& names) {
    QStringList lines;
    for (const std::string& name : names) lines << QString::fromStdString(name);
    return lines;
}

}  // namespace

ModelCardView::ModelCardView(QWidget* parent) : QWidget(parent) {
    setObjectName("scrollContent");
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_title = makeText({}, this);
    m_title->setObjectName("cardTitle");
    m_title->setFont(Theme::font(1.35, QFont::DemiBold));
    m_column->addWidget(m_title);
    m_subtitle = makeMuted({}, this);
    m_subtitle->setObjectName("cardSubtitle");
    m_column->addWidget(m_subtitle);
    m_column->addSpacing(Theme::kSpacingPx);
    m_column->addStretch(1);
}

void ModelCardView::begin(const QString& title, const QString& subtitle) {
    m_title->setText(title);
    m_subtitle->setText(subtitle);
    delete m_rows;
    m_rows = new QWidget(this);
    m_grid = new QGridLayout(m_rows);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(Theme::kMarginPx);
    m_grid->setVerticalSpacing(12);
    m_grid->setColumnMinimumWidth(0, kLabelPx);
    m_grid->setColumnStretch(1, 1);
    m_column->insertWidget(m_column->count() - 1, m_rows);
}

void ModelCardView::addRow(const QString& label, QWidget* value, int labelTopPx) {
    auto* words = new QLabel(label, m_rows);
    words->setProperty("role", "muted");
    words->setWordWrap(true);
    words->setFixedWidth(kLabelPx);
    words->setContentsMargins(0, labelTopPx, 0, 0);
    const int row = m_grid->rowCount();
    m_grid->addWidget(words, row, 0, Qt::AlignTop);
    m_grid->addWidget(value, row, 1, Qt::AlignTop);
}

QLabel* ModelCardView::addText(const char* name, const QString& label, const QString& value, const QString& toolTip) {
    if (value.isEmpty()) return nullptr;
    QLabel* text = makeText(value, m_rows);
    text->setObjectName(name);
    text->setAccessibleName(label + QStringLiteral(": ") + value);
    text->setToolTip(toolTip);
    addRow(label, text);
    return text;
}

void ModelCardView::showModel(const inference::LibraryModel& model) {
    QStringList facts{model.card.kind == inference::ModelKind::Trunk ? tr("Starting point for training") : tr("Classifier"),
                      networkName(model.card.network)};
    if (const QString added = isoDateText(model.added); !added.isEmpty()) facts << tr("added %1").arg(added);
    begin(QString::fromStdString(model.title), facts.join(QStringLiteral(" · ")));
    if (model.title != model.card.name) addText("cardName", tr("Its own name"), QString::fromStdString(model.card.name));
    showCard(model.card);
    addText("cardFile", tr("File"), QString::fromStdString(toUtf8(model.file)));
    addChecksum(model.sha256);
    m_rows->show();  // with all its rows at once
}

void ModelCardView::showInspection(const inference::ModelInspection& inspection) {
    const QString file = QString::fromStdString(toUtf8(inspection.file.filename()));
    const QString form = formText(inspection.form) + QStringLiteral(" · ") + byteText(inspection.bytes);
    if (inspection.card) {
        const QString name = QString::fromStdString(inspection.card->name);
        begin(name.isEmpty() ? file : name, form + QStringLiteral(" · ") + networkName(inspection.card->network));
        showCard(*inspection.card);
    } else {
        begin(file, form);
        showWeights(inspection);
    }
    addText("cardFile", tr("File"), QString::fromStdString(toUtf8(inspection.file)));
    addChecksum(inspection.sha256);
    m_rows->show();
}

void ModelCardView::showCard(const inference::ModelCard& card) {
    addText("cardDescription", tr("What it is"), descriptionText(card));
    if (card.kind == inference::ModelKind::Trunk) {
        addText("cardClasses", tr("Tells apart"), tr("Nothing yet: it has no last layer. Training gives it one."));
        addText("cardOrigin", tr("Where it comes from"), originText(card));
    } else {
        addClasses(card);
        addText("cardPicture", tr("Picture it wants"), pictureText(card));
        addText("cardColours", tr("Colours it knows"), colourText(card));
        addText("cardBackground", tr("Background"), backgroundText(card));
        addText("cardSharpness", tr("Sharpness it knows"), sharpnessText(card));
        addText("cardEightBit", tr("8-bit answers"), eightBitText(card));
        addText("cardListedCells", tr("Lists its training cells"), listedCellsText(card));
        addText("cardOrigin", tr("Where it comes from"), originText(card));
        addText("cardMetrics", tr("Measured"), metricsText(card), methodsOf(card));
        addText("cardDecision", tr("Decides"), decisionText(card));
        addText("cardCalibrated", tr("Probabilities calibrated"), calibrationText(card));
    }
    addText("cardUse", tr("Meant for"), coreText(card.intendedUse));
    addText("cardLimits", tr("Limits"), coreText(card.limits));
    addText("cardLicence", tr("Licence"), coreText(card.licence));
    QStringList made{isoTimeText(card.created), QString::fromStdString(card.program)};
    made.removeAll(QString());
    addText("cardMade", tr("Made"), made.join(QStringLiteral(" · ")));
}

void ModelCardView::showWeights(const inference::ModelInspection& inspection) {
    addText("cardHead", tr("What it can do"), headText(inspection));
    addText("cardFit", tr("What fits"), fitText(inspection));
    if (!inspection.missing.empty() || !inspection.unexpected.empty()) addNames(inspection);
    addText("cardNumbers", tr("Numbers"), numberTypeText(inspection));
    addText("cardOrigin", tr("Where it comes from"),
            tr("The file does not say. Find out what it was trained on and whether its licence lets you use it."));
}

void ModelCardView::addClasses(const inference::ModelCard& card) {
    auto* list = new QWidget(m_rows);
    list->setObjectName("cardClasses");
    auto* grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kSpacingPx);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (std::size_t i = 0; i < card.classes.size(); ++i) {
        const inference::ModelClass& one = card.classes[i];
        const QString title = classTitle(one.name), meaning = coreText(one.meaning), learnt = learntText(one);
        if (i > 0) grid->setRowMinimumHeight(row++, 4);
        grid->addWidget(new Swatch(QString::fromStdString(one.name), static_cast<int>(i), list), row, 0, Qt::AlignVCenter);
        QLabel* head = makeText(title, list);
        head->setFont(Theme::font(1.0, QFont::DemiBold));
        grid->addWidget(head, row++, 1);
        for (const QString& words : {meaning == title ? QString() : meaning, learnt}) {
            if (words.isEmpty()) continue;
            QLabel* line = makeText(words, list);
            line->setProperty("role", "muted");
            grid->addWidget(line, row++, 1);
        }
    }
    addRow(tr("Tells apart"), list);
}

void ModelCardView::addChecksum(const std::string& sha256) {
    const QString whole = QString::fromStdString(sha256);
    auto* cell = new QWidget(m_rows);
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    QLabel* text = makeText(whole.left(kChecksumShown) + QStringLiteral("…"), cell);
    text->setObjectName("cardChecksum");
    text->setWordWrap(false);
    text->setToolTip(whole);
    text->setAccessibleName(whole);
    row->addWidget(text);
    auto* copy = new QToolButton(cell);
    copy->setObjectName("copyChecksum");
    copy->setIcon(Theme::icon("copy"));
    copy->setIconSize({14, 14});
    copy->setToolTip(tr("Copy the whole checksum"));
    copy->setAccessibleName(tr("Copy the whole checksum"));
    connect(copy, &QToolButton::clicked, this, [whole] { QGuiApplication::clipboard()->setText(whole); });
    row->addWidget(copy);
    row->addStretch(1);
    addRow(tr("Checksum (SHA-256)"), cell, kControlTopPx);
}

void ModelCardView::addNames(const inference::ModelInspection& inspection) {
    auto* cell = new QWidget(m_rows);
    auto* column = new QVBoxLayout(cell);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    QStringList summary, names;
    if (!inspection.missing.empty()) {
        summary << tr("%Ln tensor(s) missing", nullptr, static_cast<int>(inspection.missing.size()));
        names << tr("Missing in the file:") << listed(inspection.missing);
    }
    if (!inspection.unexpected.empty()) {
        summary << tr("%Ln without a place in the network", nullptr, static_cast<int>(inspection.unexpected.size()));
        names << tr("Without a place in the network:") << listed(inspection.unexpected);
    }
    auto* toggle = new QPushButton(Theme::icon("chevron-right"), summary.join(QStringLiteral(" · ")), cell);
    toggle->setObjectName("toggleNames");
    toggle->setProperty("link", true);
    toggle->setCheckable(true);
    toggle->setIconSize({12, 12});
    toggle->setStyleSheet(QStringLiteral("QPushButton { padding: 2px 6px 2px 0; }"));  // in line with the words above
    toggle->setToolTip(tr("Show the names"));
    column->addWidget(toggle, 0, Qt::AlignLeft);
    auto* list = new QPlainTextEdit(names.join('\n'), cell);
    list->setObjectName("cardNames");
    list->setAccessibleName(tr("Names of tensors"));
    list->setReadOnly(true);
    list->setTabChangesFocus(true);
    list->setFixedHeight(kNamesHeightPx);
    list->hide();
    column->addWidget(list);
    connect(toggle, &QPushButton::toggled, list, [toggle, list](bool open) {
        list->setVisible(open);
        toggle->setIcon(Theme::icon(open ? "chevron-down" : "chevron-right"));
        toggle->setToolTip(open ? ModelCardView::tr("Hide the names") : ModelCardView::tr("Show the names"));
    });
    addRow(tr("What does not fit"), cell, kControlTopPx);
}

}  // namespace leukolens::ui
