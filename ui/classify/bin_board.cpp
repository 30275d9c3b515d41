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

namespace {
constexpr int kBinShare = 1000, kUnidentifiedShare = 600, kExcludedShare = 400;  // of the width at first: most cells stand in the classes
}  // namespace

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
    const auto updateCounts = [this] {  // a bin's share changes when others get cells
        for (BinView* bin : m_bins) bin->updateCounts();
    };
    for (auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) connect(&m_cells, signal, this, updateCounts);
    connect(&m_cells, &QAbstractItemModel::dataChanged, this, updateCounts);
}

void BinBoard::setClasses(const std::vector<std::string>& classes) {
    std::vector<BinId> shown, wanted;
    for (const BinView* bin : m_bins) shown.push_back(bin->bin());
    if (m_cells.concealment() != Concealment::None) wanted.push_back(BinId::undecided());
    for (const std::string& name : classes) wanted.push_back(BinId::ofClass(name));
    wanted.push_back(BinId::ofClass(casebook::kUnidentified));
    wanted.push_back(BinId::excluded());
    if (shown == wanted) return;

    qDeleteAll(m_bins);
    m_bins.clear();
    m_active = m_rememberedBin = nullptr;
    int classIndex = 0;
    for (const BinId& bin : wanted) addBin(bin, bin.isClass() ? classIndex++ : -1);
    QList<int> sizes;
    for (const BinView* bin : m_bins) sizes << (bin->bin().isUnidentified() ? kUnidentifiedShare : bin->bin().kind == BinId::Kind::Excluded ? kExcludedShare : kBinShare);
    m_splitter->setSizes(sizes);
    Q_EMIT selectionChanged();
}

void BinBoard::addBin(const BinId& id, int classIndex) {
    auto* bin = new BinView(m_cells, id, classIndex, m_cards, m_splitter);
    bin->filter().setFilter(m_filter);
    m_splitter->addWidget(bin);
    m_bins.push_back(bin);
    bin->list().setAcceptDrops(id.kind != BinId::Kind::Undecided);
    connect(&bin->list(), &BinList::cellsDropped, this,
            [this, id](const std::vector<CellKey>& keys) { Q_EMIT cellsDropped(keys, id); });
    connect(&bin->list(), &BinList::edgePassed, this, [this, bin](int direction) { passEdge(bin, direction); });
    connect(bin->list().selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this, bin] { onSelectionChanged(bin); });
    connect(bin->list().selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { Q_EMIT selectionChanged(); });
}

void BinBoard::setFilter(const CellFilter& filter) {
    m_filter = filter;
    for (BinView* bin : m_bins) {
        bin->filter().setFilter(filter);
        bin->updateCounts();
    }
}

int BinBoard::shownCells() const {
    int shown = 0;
    for (BinView* bin : m_bins) shown += bin->filter().rowCount();
    return shown;
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
    int seen = 0;
    for (const BinView* bin : m_bins) {
        if (!bin->bin().isClass() || (bin->bin().isUnidentified() ? number != 0 : ++seen != number)) continue;
        className = bin->bin().className;
        return true;
    }
    return false;
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
    // Chosen from another workspace, it must not take the keys from there.
    if (bin->list().isVisible()) bin->list().setFocus(Qt::OtherFocusReason);
}

bool BinBoard::selectKey(CellKey key) {
    for (BinView* bin : m_bins) {
        const QModelIndex index = bin->filter().indexOf(key);
        if (!index.isValid()) continue;
        select(bin, index.row());
        return true;
    }
    return false;
}

void BinBoard::step(int cells) {
    const Place place = currentPlace();
    if (place.count > 0) select(m_active, std::clamp(place.position - 1 + cells, 0, place.count - 1));
}

void BinBoard::passEdge(BinView* bin, int direction) {
    auto at = std::find(m_bins.begin(), m_bins.end(), bin) - m_bins.begin();
    const auto count = static_cast<std::ptrdiff_t>(m_bins.size());
    for (at += direction; at >= 0 && at < count; at += direction) {
        BinView* beside = m_bins[static_cast<std::size_t>(at)];
        const int rows = beside->filter().rowCount();
        if (rows > 0) return select(beside, direction > 0 ? 0 : rows - 1);
    }
}

bool BinBoard::isReviewed(BinView& bin, int row) const {
    const casebook::CaseCell* cell = m_cells.find(bin.filter().keyAt(row));
    return !cell || cell->reviewed;
}

bool BinBoard::selectNextIn(BinView* bin) {
    const int count = bin->filter().rowCount();
    const int start = m_active == bin ? currentPlace().position : 0;  // the row after the current one
    for (int i = 0; i < count; ++i) {
        const int row = (start + i) % count;
        if (isReviewed(*bin, row)) continue;
        select(bin, row);
        return true;
    }
    return false;
}

bool BinBoard::selectLeastCertain() {
    // In the order of (probability, row of the case): from the start, or behind the cell that was offered last if it is passed over undecided.
    using Rank = std::pair<double, int>;
    const casebook::CaseCell* current = m_cells.find(currentKey());
    const Rank here = current && !current->reviewed && currentKey() == m_offeredKey ? Rank{topClass(*current).probability, m_cells.rowOf(currentKey())} : Rank{-1, -1};
    struct Best {
        Rank rank{2, 0};
        BinView* bin = nullptr;
        int row = 0;
        void offer(const Rank& other, BinView* in, int at) {
            if (!bin || other < rank) *this = {other, in, at};
        }
    } first, behind;
    for (BinView* bin : m_bins) {
        if (!bin->bin().isClass() || bin->bin().isUnidentified()) continue;
        for (int row = 0; row < bin->filter().rowCount(); ++row) {
            if (isReviewed(*bin, row)) continue;
            const int cellRow = m_cells.rowOf(bin->filter().keyAt(row));
            const Rank rank{topClass(m_cells.cellAt(cellRow)).probability, cellRow};
            first.offer(rank, bin, row);
            if (rank > here) behind.offer(rank, bin, row);
        }
    }
    const Best& chosen = behind.bin ? behind : first;
    if (chosen.bin) {
        m_offeredKey = chosen.bin->filter().keyAt(chosen.row);
        select(chosen.bin, chosen.row);
    }
    return chosen.bin != nullptr;
}

bool BinBoard::selectNextUndecided() {
    for (BinView* bin : m_bins)
        if ((bin->bin().kind == BinId::Kind::Undecided || bin->bin().isUnidentified()) && selectNextIn(bin)) return true;
    return selectLeastCertain();
}

void BinBoard::selectNone() {
    if (m_active) m_active->list().clearSelection();
}

void BinBoard::invertSelection() {
    if (!m_active) return;
    BinFilter& cells = m_active->filter();
    if (cells.rowCount() == 0) return;
    m_active->list().selectionModel()->select(QItemSelection(cells.index(0, 0), cells.index(cells.rowCount() - 1, 0)), QItemSelectionModel::Toggle);
}

void BinBoard::rememberPlace() {
    m_rememberedBin = nullptr;
    m_followingKey = 0;
    const std::vector<CellKey> keys = selectedKeys();
    if (keys.empty()) return;
    m_rememberedBin = m_active;
    BinFilter& cells = m_active->filter();
    const int last = cells.indexOf(keys.back()).row();
    int following = last + 1;
    // Who goes through what is left to decide is not led back to what is decided; who goes through decided cells meets all of them.
    if (!isReviewed(*m_active, last))
        while (following < cells.rowCount() && isReviewed(*m_active, following)) ++following;
    m_followingKey = cells.keyAt(following);
}

void BinBoard::selectRemembered(bool goOn) {
    if (!m_rememberedBin) return;
    BinFilter& cells = m_rememberedBin->filter();
    if (const QModelIndex following = cells.indexOf(m_followingKey); following.isValid()) return select(m_rememberedBin, following.row());
    if (goOn && selectNextUndecided()) return;
    if (cells.rowCount() > 0)
        select(m_rememberedBin, cells.rowCount() - 1);
    else
        Q_EMIT selectionChanged();
}

}  // namespace leukolens::ui
