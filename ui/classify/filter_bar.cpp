#include "ui/classify/filter_bar.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QWidgetAction>

#include "ui/classify/review_words.h"
#include "ui/shell/class_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

constexpr int kSliderPx = 110;

void addYesNo(QComboBox& box, const QString& any, const QString& yes, const QString& no) {
    box.addItem(any);
    box.addItem(yes, true);
    box.addItem(no, false);
}

std::optional<bool> yesNo(const QComboBox& box) {
    const QVariant chosen = box.currentData();
    return chosen.isValid() && box.isEnabled() ? std::optional(chosen.toBool()) : std::nullopt;
}

std::optional<std::string> textOf(const QComboBox& box) {
    const QVariant chosen = box.currentData();
    return chosen.isValid() && box.isEnabled() ? std::optional(chosen.toString().toStdString()) : std::nullopt;
}

void refill(QComboBox& box, const std::vector<std::string>& values, QString (*title)(const std::string&)) {
    bool same = box.count() == static_cast<int>(values.size()) + 1;
    for (std::size_t i = 0; same && i < values.size(); ++i) same = box.itemData(static_cast<int>(i) + 1).toString() == QString::fromStdString(values[i]);
    if (same) return;  // somebody may be choosing
    const QSignalBlocker quiet(box);
    const QVariant chosen = box.currentData();
    while (box.count() > 1) box.removeItem(1);
    for (const std::string& value : values) box.addItem(title(value), QString::fromStdString(value));
    const int at = chosen.isValid() ? box.findData(chosen) : 0;
    box.setCurrentIndex(std::max(at, 0));
}

}  // namespace

FilterBar::FilterBar(QWidget* parent) : QWidget(parent) {
    setObjectName("filterBar");
    help::setPlace(this, "classify#sort-and-filter");
    createOrder();
    createFilter();
    m_shown = new QLabel(this);
    m_shown->setObjectName("shownCells");
    m_clear = new QPushButton(tr("Clear filter"), this);
    m_clear->setObjectName("clearFilter");
    m_clear->setToolTip(tr("Show every cell again"));
    connect(m_clear, &QPushButton::clicked, this, &FilterBar::clear);
    m_size = new QSlider(Qt::Horizontal, this);
    m_size->setObjectName("cardSize");
    m_size->setToolTip(tr("Size of the cards"));
    m_size->setAccessibleName(tr("Size of the cards"));
    m_size->setFixedWidth(kSliderPx);
    connect(m_size, &QSlider::valueChanged, this, &FilterBar::cardSizeChosen);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    for (QWidget* widget : {static_cast<QWidget*>(m_order), static_cast<QWidget*>(m_sortAgain), static_cast<QWidget*>(m_filterButton), static_cast<QWidget*>(m_text),
                            static_cast<QWidget*>(m_shown), static_cast<QWidget*>(m_clear)})
        row->addWidget(widget);
    row->addStretch(1);
    row->addWidget(m_size);
    showShown(0, 0);
    setUnsorted(0);
}

void FilterBar::createOrder() {
    m_order = new QComboBox(this);
    m_order->setObjectName("cellOrder");
    m_order->setAccessibleName(tr("Order of the cells"));
    m_order->setToolTip(tr("Order of the cells in each bin. It is worked out when you choose it; cells added later stand at the end"));
    fillOrders();
    connect(m_order, &QComboBox::activated, this, &FilterBar::orderChosen);
    connect(m_order, &QComboBox::currentIndexChanged, this, &FilterBar::orderChosen);
    m_sortAgain = new QToolButton(this);
    m_sortAgain->setObjectName("sortAgain");
    m_sortAgain->setIcon(Theme::icon("sort"));
    m_sortAgain->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_sortAgain->setToolTip(tr("Sort in the cells added since"));
    connect(m_sortAgain, &QToolButton::clicked, this, &FilterBar::orderChosen);
}

void FilterBar::fillOrders() {
    const QSignalBlocker quiet(m_order);
    const CellOrder chosen = order();
    m_order->clear();
    const auto add = [this](const QString& text, CellOrder order) { m_order->addItem(text, static_cast<int>(order)); };
    add(tr("In order of arrival"), CellOrder::Arrival);
    if (!m_concealed) {
        add(tr("Least certain first"), CellOrder::LeastCertain);
        add(tr("Most certain first"), CellOrder::MostCertain);
    }
    add(tr("Largest files first"), CellOrder::Largest);
    add(tr("Smallest files first"), CellOrder::Smallest);
    add(tr("Most like the selected cell"), CellOrder::MostSimilar);
    m_order->setCurrentIndex(std::max(0, m_order->findData(static_cast<int>(chosen))));
}

void FilterBar::createFilter() {
    m_filterButton = new QToolButton(this);
    m_filterButton->setObjectName("filterButton");
    m_filterButton->setIcon(Theme::icon("filter"));
    m_filterButton->setText(tr("Filter"));
    m_filterButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_filterButton->setToolTip(tr("Show some of the cells only"));
    m_filterButton->setPopupMode(QToolButton::InstantPopup);
    m_filterButton->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(m_filterButton);
    auto* page = new QWidget(menu);
    auto* form = new QFormLayout(page);
    form->setContentsMargins(12, 8, 12, 8);
    const auto addCondition = [&](const char* name, const QString& title) {
        auto* box = new QComboBox(page);
        box->setObjectName(name);
        box->setAccessibleName(title);
        box->setToolTip(tr("Show only cells of this kind"));
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        form->addRow(title, box);
        return box;
    };
    m_class = addCondition("filterClass", tr("Model's class"));
    m_class->addItem(tr("Any"));
    m_flag = addCondition("filterFlag", tr("Model's flag"));
    m_flag->addItem(tr("Any"));
    m_corrected = addCondition("filterCorrected", tr("Corrected"));
    addYesNo(*m_corrected, tr("Any"), tr("Corrected"), tr("As the model said"));
    m_reviewed = addCondition("filterReviewed", tr("Reviewed"));
    addYesNo(*m_reviewed, tr("Any"), tr("Reviewed"), tr("Not reviewed"));
    m_marked = addCondition("filterMarked", tr("Marked"));
    addYesNo(*m_marked, tr("Any"), tr("Marked"), tr("Not marked"));
    for (QComboBox* box : {m_class, m_flag, m_corrected, m_reviewed, m_marked}) connect(box, &QComboBox::currentIndexChanged, this, &FilterBar::takeFilter);
    auto* action = new QWidgetAction(menu);
    action->setDefaultWidget(page);
    menu->addAction(action);
    m_filterButton->setMenu(menu);

    m_text = new QLineEdit(this);
    m_text->setObjectName("filterText");
    m_text->setPlaceholderText(tr("File name"));
    m_text->setToolTip(tr("Show only cells whose file name holds this text"));
    m_text->setAccessibleName(tr("Text in the file name"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaximumWidth(180);
    connect(m_text, &QLineEdit::textChanged, this, &FilterBar::takeFilter);
}

CellOrder FilterBar::order() const {
    return static_cast<CellOrder>(m_order->currentData().toInt());
}

void FilterBar::setOrder(CellOrder order) {
    const QSignalBlocker quiet(m_order);
    m_order->setCurrentIndex(std::max(0, m_order->findData(static_cast<int>(order))));
}

void FilterBar::takeFilter() {
    const CellFilter filter{textOf(*m_class), textOf(*m_flag), yesNo(*m_corrected), yesNo(*m_reviewed), yesNo(*m_marked), m_text->text().trimmed()};
    if (filter == m_filter) return;
    m_filter = filter;
    Q_EMIT filterChanged();
}

void FilterBar::clear() {
    for (QComboBox* box : {m_class, m_flag, m_corrected, m_reviewed, m_marked}) {
        const QSignalBlocker quiet(box);
        box->setCurrentIndex(0);
    }
    const QSignalBlocker quiet(m_text);
    m_text->clear();
    takeFilter();
}

void FilterBar::setCardSizePx(int sidePx, int low, int high) {
    const QSignalBlocker quiet(m_size);
    m_size->setRange(low, high);
    m_size->setValue(sidePx);
}

void FilterBar::setChoices(const std::vector<std::string>& classes, const std::vector<std::string>& flags) {
    std::vector<std::string> all = classes;
    all.emplace_back(casebook::kUnidentified);
    refill(*m_class, all, [](const std::string& name) { return classTitle(name); });
    refill(*m_flag, flags, [](const std::string& flag) { return flagTitle(flag); });
    takeFilter();
}

void FilterBar::showShown(int shown, int all) {
    const bool filtered = !m_filter.isEmpty();
    m_shown->setVisible(filtered);
    m_clear->setVisible(filtered);
    //: cells that the filter lets through, and all of the case
    m_shown->setText(tr("Showing %1 of %2").arg(locale().toString(shown), locale().toString(all)));
}

void FilterBar::setUnsorted(int cells) {
    m_sortAgain->setVisible(cells > 0);
    m_sortAgain->setText(tr("Sort %1 new").arg(locale().toString(cells)));
    m_sortAgain->setAccessibleName(m_sortAgain->text());
}

void FilterBar::setConcealed(bool concealed) {
    if (concealed == m_concealed) return;
    m_concealed = concealed;
    const CellOrder before = order();
    fillOrders();
    for (QComboBox* box : {m_class, m_flag, m_corrected}) box->setEnabled(!concealed);
    takeFilter();
    if (order() != before) Q_EMIT orderChosen();
}

}  // namespace leukolens::ui
