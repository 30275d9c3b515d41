#include "ui/classify/bin_board.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>

#include <algorithm>

#include "ui/classify/bin_list.h"
#include "ui/classify/bin_view.h"
#include "ui/classify/cell_delegate.h"
#include "ui/widgets/thumbnail_loader.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

BinBoard::BinBoard(CellModel& cells, ThumbnailLoader& thumbnails, QWidget* parent)
    : QWidget(parent), m_cells(cells), m_cards(new CellDelegate(cells, thumbnails, this)) {
    setObjectName("binBoard");
    auto* area = new QScrollArea(this);  // many classes scroll sideways
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setObjectName("binSplitter");
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(Theme::kSpacingPx);
    area->setWidget(m_splitter);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(area);

    connect(&thumbnails, &ThumbnailLoader::ready, this, [this] {
        for (BinView* bin : m_bins) bin->list().viewport()->update();
    });
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_cells, signal, this, [this] {  // a bin's share changes when others get cells
            for (BinView* bin : m_bins) bin->updateCounts();
        });
}

void BinBoard::setClasses(const std::vector<std::string>& classes) {
    std::vector<std::string> shown;
    for (const BinView* bin : m_bins) shown.push_back(bin->className());
    std::vector<std::string> wanted = classes;
    wanted.emplace_back(casebook::kUnidentified);
    if (shown == wanted) return;

    qDeleteAll(m_bins);
    m_bins.clear();
    m_active = m_rememberedBin = nullptr;
    for (std::size_t i = 0; i < wanted.size(); ++i) addBin(wanted[i], static_cast<int>(i));
    m_splitter->setSizes(QList<int>(static_cast<int>(wanted.size()), 1000));
    Q_EMIT selectionChanged();
}

void BinBoard::addBin(const std::string& className, int classIndex) {
    auto* bin = new BinView(m_cells, className, classIndex, m_cards, m_splitter);
    bin->filter().setOrder(m_order);
    m_splitter->addWidget(bin);
    m_bins.push_back(bin);
    connect(&bin->list(), &BinList::cellsDropped, this,
            [this, className](const std::vector<CellKey>& keys) { Q_EMIT cellsDropped(keys, className); });
    connect(bin->list().selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this, bin] { onSelectionChanged(bin); });
    connect(bin->list().selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { Q_EMIT selectionChanged(); });
}

void BinBoard::setOrder(CellOrder order) {
    m_order = order;
    for (BinView* bin : m_bins) bin->filter().setOrder(order);
}

void BinBoard::setCards(int pictureSidePx, bool showProbability) {
    m_cards->setPictureSidePx(pictureSidePx);
    m_cards->setShowProbability(showProbability);
    for (BinView* bin : m_bins) {
        bin->list().layOutCards();
        bin->list().doItemsLayout();
    }
}

bool BinBoard::classOfKey(int number, std::string& className) const {
    if (m_bins.empty() || number < 0 || number >= static_cast<int>(m_bins.size())) return false;
    className = number == 0 ? m_bins.back()->className() : m_bins[static_cast<std::size_t>(number - 1)]->className();
    return true;
}

void BinBoard::onSelectionChanged(BinView* bin) {
    if (m_clearing) return;
    if (bin->list().selectionModel()->hasSelection()) {
        m_active = bin;
        m_clearing = true;
        for (BinView* other : m_bins)
            if (other != bin) other->list().clearSelection();
        m_clearing = false;
    }
    Q_EMIT selectionChanged();
}

std::vector<CellKey> BinBoard::selectedKeys() const {
    return m_active ? m_active->list().selectedKeys() : std::vector<CellKey>();
}

CellKey BinBoard::currentKey() const {
    if (!m_active) return 0;
    const QItemSelectionModel* chosen = m_active->list().selectionModel();
    if (chosen->isSelected(chosen->currentIndex())) return chosen->currentIndex().data(CellModel::KeyRole).toInt();
    const std::vector<CellKey> keys = selectedKeys();
    return keys.empty() ? 0 : keys.front();
}

BinBoard::Place BinBoard::currentPlace() const {
    const CellKey key = currentKey();
    if (key == 0) return {};
    return {m_active->filter().indexOf(key).row() + 1, m_active->filter().rowCount()};
}

void BinBoard::select(BinView* bin, int row) {
    const QModelIndex index = bin->filter().index(row, 0);
    bin->list().selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    bin->list().scrollTo(index);
    bin->list().setFocus(Qt::OtherFocusReason);
}

void BinBoard::step(int cells) {
    const Place place = currentPlace();
    if (place.count > 0) select(m_active, std::clamp(place.position - 1 + cells, 0, place.count - 1));
}

bool BinBoard::isUndecided(BinView& bin, int row) const {
    const casebook::CaseCell* cell = m_cells.find(bin.filter().keyAt(row));
    return cell && cell->predictedClass == casebook::kUnidentified && !cell->corrected();
}

bool BinBoard::selectNextUncertain() {
    if (m_bins.empty()) return false;
    BinView* bin = m_bins.back();
    const int count = bin->filter().rowCount();
    const int start = m_active == bin ? currentPlace().position : 0;  // the row after the current one
    for (int i = 0; i < count; ++i) {
        const int row = (start + i) % count;
        if (!isUndecided(*bin, row)) continue;
        select(bin, row);
        return true;
    }
    return false;
}

void BinBoard::rememberPlace() {
    m_rememberedBin = nullptr;
    const std::vector<CellKey> keys = selectedKeys();
    if (keys.empty()) return;
    m_rememberedBin = m_active;
    m_rememberedRow = m_active->filter().indexOf(keys.front()).row();
}

void BinBoard::selectRemembered() {
    if (!m_rememberedBin) return;
    const int count = m_rememberedBin->filter().rowCount();
    if (count > 0)
        select(m_rememberedBin, std::min(m_rememberedRow, count - 1));
    else
        Q_EMIT selectionChanged();
}

}  // namespace leukolens::ui
