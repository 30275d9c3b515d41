// Transactions inside transactions: what importing a case is made of.
#include "core/casebook/database.h"

#include "tests/core/casebook/case_fixture.h"

namespace leukolens::casebook::test {
namespace {

class TransactionTest : public testing::Test {
protected:
    void SetUp() override {
        database = openDatabase(StoreAddress(folder / "cases.sqlite")).value();
        database->sql << "CREATE TABLE line (number INTEGER)";
    }

    void write(int number) {
        Transaction transaction(database->sql);
        database->sql << "INSERT INTO line VALUES (:number)", soci::use(number);
        transaction.commit();
    }

    int lines() {
        int count = 0;
        database->sql << "SELECT count(*) FROM line", soci::into(count);
        return count;
    }

    leukolens::test::TempFolder folder;
    std::unique_ptr<Database> database;
};

TEST_F(TransactionTest, AnInnerOneIsAPartOfTheOuter) {
    {
        Transaction outer(database->sql);
        write(1);
        write(2);
        EXPECT_EQ(lines(), 2);
    }
    EXPECT_EQ(lines(), 0) << "nobody committed the outer one";
    {
        Transaction outer(database->sql);
        write(1);
        { Transaction unfinished(database->sql); }
        write(2);
        outer.commit();
    }
    EXPECT_EQ(lines(), 2);
    write(3);
    EXPECT_EQ(lines(), 3);
}

TEST_F(TransactionTest, AnotherDatabasesIsItsOwn) {
    const auto other = openDatabase(StoreAddress(folder / "other.sqlite")).value();
    other->sql << "CREATE TABLE line (number INTEGER)";
    {
        Transaction outer(database->sql);
        Transaction beside(other->sql);
        other->sql << "INSERT INTO line VALUES (1)";
        beside.commit();
    }
    int count = 0;
    other->sql << "SELECT count(*) FROM line", soci::into(count);
    EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace leukolens::casebook::test
